"""What a run leaves behind: tables, data package, a report for each file, the way in. No decisions here."""
