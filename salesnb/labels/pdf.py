"""Words of printed reports, and what is said where one cannot be made."""

from salesnb.labels.entries import Entries

PDF: Entries = {
    "page_of": ("第 {page} / {pages} 页", "Page {page} of {pages}"),
    "spark_alt": ("{name}（小图）", "{name}, small chart"),
    "err_no_chinese_font": (
        "这台机器没有中文字体，中文会变成方框。请安装一种后重试：apt-get install fonts-noto-cjk"
        '（Debian、Ubuntu），或 pip install "salesnb[fonts]"。',
        "This machine has no Chinese font: Chinese words would be empty boxes. Install one and"
        " try again: apt-get install fonts-noto-cjk (Debian, Ubuntu), or"
        ' pip install "salesnb[fonts]".',
    ),
    "err_pdf_package": (
        '生成 PDF 需要 Python 包 {package}。请运行 pip install "salesnb[pdf]" 后重试。',
        'PDF needs the Python package {package}. Run pip install "salesnb[pdf]" and try again.',
    ),
    "err_pdf_library": (
        "生成 PDF 需要系统库 {library}，这台机器没有。请安装后重试：{command}。",
        "PDF needs the system library {library}, which this machine lacks. Install it and try"
        " again: {command}",
    ),
}
