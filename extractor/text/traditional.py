"""Traditional characters as simplified ones, one for one: the labels and titles of the forms are compared in these.

Only characters that the forms, their sections and titles print; what is printed stays as it is.
"""

from __future__ import annotations

_PAIRS = """
專专 業业 個个 為为 爲为 舉举 義义 鄉乡 書书 買买 亂乱 爭争 產产 從从 倉仓 儀仪 價价 眾众 優优 會会 傳传 體体 餘余 內内 冊册
寫写 決决 況况 淨净 減减 幾几 擊击 創创 別别 製制 則则 剛刚 辦办 務务 動动 勞劳 區区 醫医 協协 單单 廳厅 歷历 縣县 參参 雙双
發发 變变 號号 員员 問问 啟启 啓启 團团 園园 圍围 國国 圖图 場场 壞坏 處处 備备 複复 復复 頭头 學学 寧宁 實实 審审 對对 導导
將将 爾尔 屆届 屬属 層层 島岛 幣币 帶带 廣广 慶庆 庫库 應应 廢废 開开 張张 彈弹 強强 錄录 徹彻 徵征 態态 總总 懇恳 戰战 戶户
執执 擴扩 掃扫 護护 報报 擬拟 據据 擇择 擔担 採采 揮挥 損损 換换 數数 斷断 無无 時时 書书 術术 機机 權权 條条 來来 構构 標标
欄栏 樣样 檔档 橋桥 歸归 殘残 毀毁 氣气 匯汇 彙汇 溝沟 沒没 淺浅 測测 濟济 瀏浏 灣湾 滿满 點点 熱热 現现 環环 療疗 監监 盤盘
確确 碼码 礙碍 祕秘 離离 種种 積积 稱称 穩稳 窮穷 窩窝 筆笔 節节 範范 築筑 類类 糾纠 紅红 約约 級级 紀纪 納纳 紙纸 線线 組组
細细 終终 結结 給给 絡络 統统 經经 續续 維维 網网 綜综 緊紧 縱纵 編编 緩缓 罰罚 罷罢 職职 聯联 聽听 與与 興兴 艱艰 藝艺 蘭兰
獲获 薦荐 莊庄 蕭萧 補补 裝装 見见 規规 視视 覽览 覺觉 觸触 計计 訂订 認认 討讨 訓训 議议 訊讯 記记 講讲 許许 論论 訟讼 設设
訪访 證证 評评 識识 訴诉 詞词 話话 詢询 誤误 說说 請请 讀读 誰谁 調调 談谈 譯译 負负 責责 貨货 質质 購购 貫贯 費费 資资 輕轻
載载 較较 輔辅 輯辑 輸输 轉转 邊边 達达 過过 還还 這这 進进 遠远 連连 遲迟 選选 遞递 邏逻 鄰邻 郵邮 釋释 裡里 裏里 鑒鉴 針针
鋼钢 錢钱 鎮镇 鏈链 錯错 鍵键 長长 門门 閉闭 間间 聞闻 閱阅 隊队 階阶 際际 陸陆 陳陈 險险 隨随 隱隐 難难 項项 順顺 須须 預预
領领 題题 額额 顯显 風风 館馆 馬马 驗验 駁驳 驅驱 鮮鲜 麗丽 黃黄 齊齐 齡龄 龍龙 萬万 億亿 關关 繫系 係系 佈布 劃划 衝冲 鑑鉴
佔占 併并 並并 於于 卻却 週周 誌志 懷怀 臺台 檯台 籤签 簽签 註注 賬账 帳帐 歲岁 災灾 蘇苏 雲云 電电 靜静 頁页 餐餐 養养 魚鱼
"""
SIMPLIFIED = {ord(pair[0]): pair[1] for pair in _PAIRS.split()}
"""For ``str.translate``: every traditional character of the forms as its simplified one."""


def simplified(text: str) -> str:
    """Return a text of the same length in simplified characters."""
    return text if text.isascii() else text.translate(SIMPLIFIED)
