"""Files that only an office suite reads (old Word and WPS, RTF, OpenDocument) → Word files, by LibreOffice.

It is asked where it is installed, each process with a profile of its own. What it writes for the web would
show deleted text as if it were printed, and raised digits as others: so it is to write Word's own format,
which says what is what.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import UnreadableError
from extractor.readers import docx

if TYPE_CHECKING:
    from extractor.model.document import Document

NAME = "libreoffice"
SUFFIXES = {
    "application/msword": ".doc",
    "application/vnd.ms-works": ".wps",
    "application/rtf": ".rtf",
    "application/x-word-xml": ".xml",
    "application/vnd.oasis.opendocument.text": ".odt",
}
"""What is read here: the media types, and the endings that the suite knows them by."""
_PROGRAMS = ("soffice", "libreoffice")
_LONGEST = 120.0  # seconds
# No macro runs, no link is followed, and there is no way out: a document may ask for all of that.
_SETTINGS = (
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_SETTING = (
    '<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
)
_SETTINGS_FILE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>\n'
)
_TRIES = 2  # the first run with a new profile may end with nothing done
_LARGEST = 512 * 1024 * 1024
_LACKING = (
    "读取旧版 Word/WPS、RTF 文件需要 LibreOffice：请安装（Debian/Ubuntu：apt-get install libreoffice-writer-nogui），"
    "或另存为 docx (needs LibreOffice: install it, or save the file as docx)"
)
_FAILED = "LibreOffice 不能转换此文件；请另存为 docx (LibreOffice cannot convert it: save it as docx)"


def read(data: bytes, media_type: str) -> Document:
    """Return the blocks of a file, as LibreOffice rewrites it.

    Raises ``UnreadableError`` where LibreOffice is not there (with what to install), does not finish in
    time, or makes nothing of the file.
    """
    program = _program()
    if not program:
        raise UnreadableError(_LACKING)
    document = docx.read(_converted(program, data, SUFFIXES[media_type]))
    return replace(document, media_type=media_type, reader=NAME)


@cache
def _program() -> str:
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), "")


def _converted(program: str, data: bytes, suffix: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
        source = Path(folder, f"document{suffix}")
        target = Path(folder, "out", "document.docx")
        source.write_bytes(data)
        for _ in range(_TRIES):
            _run(
                [
                    *(program, f"-env:UserInstallation={_profile().as_uri()}", "--headless", "--norestore"),
                    *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(target.parent)),
                    str(source),
                ]
            )
            if target.exists():
                if target.stat().st_size > _LARGEST:
                    break
                return target.read_bytes()
        raise UnreadableError(_FAILED)


@cache
def _profile_of(_process: int) -> tempfile.TemporaryDirectory[str]:
    folder = tempfile.TemporaryDirectory(prefix="extractor-office-", ignore_cleanup_errors=True)
    settings = Path(folder.name, "user", "registrymodifications.xcu")
    settings.parent.mkdir()
    items = "".join(_SETTING.format(path=path, name=name, value=value) for path, name, value in _SETTINGS)
    settings.write_text(_SETTINGS_FILE.format(items=items), encoding="utf-8")
    return folder


def _profile() -> Path:
    """Return the profile of this process: two runs on one profile wait for each other, or fail."""
    return Path(_profile_of(os.getpid()).name)


def _run(command: list[str]) -> None:
    """Run a command to its end, or end it with all that it started.

    Where this process is ended itself, ``timeout`` ends it in its place.
    """
    guard = shutil.which("timeout")
    guarded = [guard, "--signal=KILL", str(_LONGEST + 5), *command] if guard else command
    started = subprocess.Popen(  # noqa: S603 - our own words, and a name that we gave
        guarded,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        started.wait(_LONGEST)
    except subprocess.TimeoutExpired:
        raise UnreadableError(
            f"LibreOffice 在 {_LONGEST:.0f} 秒内没有转换完；请另存为 docx "
            f"(LibreOffice did not finish in {_LONGEST:.0f} seconds: save it as docx)"
        ) from None
    finally:
        if started.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(started.pid, signal.SIGKILL)
            started.wait()
