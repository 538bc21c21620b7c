"""Numbers and labels from 政府信息公开工作年度报告 filings, each with its place, and the rules a filing breaks."""
