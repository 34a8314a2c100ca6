"""销售业绩跟踪表, 回款记录 and 产品表: what was sold, what was paid, what is on offer."""

from salesnb.tables.column import SELLERS, Column, Table

_ORDER_NO = ("订单编号", "订单号", "Order_No", "Order_Number")

ORDERS = Table(
    name="orders",
    zh="销售业绩跟踪表",
    en="Orders",
    key=("order_id",),
    dated_by="order_date",
    owner="owner",
    signature=("order_date",),
    columns=(
        Column("order_id", "text", "销售单号", "Order_ID", _ORDER_NO, need="required"),
        Column(
            "customer_id",
            "text",
            "客户编号",
            "Customer_ID",
            ("客户编码", "客户代码"),
            need="required",
            refers="customers",
        ),
        Column("product", "text", "产品/服务名称", "Product", ("产品名称", "商品名称")),
        Column("product_line", "text", "产品线", "Product_Line"),
        Column("quantity", "number", "数量", "Quantity", ("销售数量", "订购数量"), signed=True),
        Column("unit_price", "money", "单价", "Unit_Price", ("标准单价", "销售单价")),
        Column(
            "amount",
            "money",
            "成交金额",
            "Amount",
            ("订单金额", "销售金额", "成交额", "销售额", "金额", "Order_Amount", "Sales_Amount"),
            need="required",
            signed=True,
        ),
        Column(
            "order_date",
            "date",
            "成交日期",
            "Order_Date",
            ("订单日期", "下单日期", "下单时间", "销售日期", "成单日期"),
            need="required",
            past=True,
        ),
        Column("owner", "text", "负责人", "Responsible", ("Owner", *SELLERS), need="required"),
        Column("region", "text", "区域", "Region", ("地区", "销售区域")),
        Column("due_date", "date", "应回款日期", "Due_Date", ("应收日期", "应收款日期")),
        Column(
            "payment_status",
            "choice",
            "回款状态",
            "Payment_Status",
            choice="payment_status",
            compared=True,
        ),
    ),
)

PAYMENTS = Table(
    name="payments",
    zh="回款记录",
    en="Payments",
    key=("payment_id",),
    dated_by="paid_date",
    signature=("paid_amount", "paid_date"),
    made_key=True,
    columns=(
        Column("payment_id", "text", "回款编号", "Payment_ID", ("回款单号", "收款单号")),
        Column(
            "order_id",
            "text",
            "销售单号",
            "Order_ID",
            _ORDER_NO,
            need="required",
            refers="orders",
        ),
        Column(
            "paid_amount",
            "money",
            "回款金额",
            "Paid_Amount",
            ("收款金额", "到账金额", "实际回款金额"),
            need="required",
            signed=True,
        ),
        Column(
            "paid_date",
            "date",
            "回款日期",
            "Paid_Date",
            ("回款时间", "收款日期", "到账日期", "实际回款日期"),
            need="required",
            past=True,
        ),
    ),
)

PRODUCTS = Table(
    name="products",
    zh="产品表",
    en="Products",
    key=("product",),
    signature=("list_price",),
    columns=(
        Column(
            "product", "text", "产品名称", "Product", ("产品/服务名称", "商品名称"), need="required"
        ),
        Column("product_line", "text", "产品线", "Product_Line"),
        Column("list_price", "money", "产品定价", "List_Price"),
        Column("floor_price", "money", "底价", "Floor_Price", sensitive=True),
    ),
)
