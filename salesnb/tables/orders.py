"""销售业绩跟踪表, 回款记录 and 产品表: what was sold, what was paid, what is on offer."""

from salesnb.tables.column import Column, Table

ORDERS = Table(
    name="orders",
    zh="销售业绩跟踪表",
    en="Orders",
    key=("order_id",),
    dated_by="order_date",
    owner="owner",
    signature=("order_date",),
    columns=(
        Column("order_id", "text", "销售单号", "Order_ID", ("订单编号",), need="required"),
        Column(
            "customer_id", "text", "客户编号", "Customer_ID", need="required", refers="customers"
        ),
        Column("product", "text", "产品/服务名称", "Product", ("产品名称",)),
        Column("product_line", "text", "产品线", "Product_Line"),
        Column("quantity", "number", "数量", "Quantity", signed=True),
        Column("unit_price", "money", "单价", "Unit_Price"),
        Column("amount", "money", "成交金额", "Amount", need="required", signed=True),
        Column(
            "order_date",
            "date",
            "成交日期",
            "Order_Date",
            ("订单日期", "下单日期"),
            need="required",
            past=True,
        ),
        Column("owner", "text", "负责人", "Responsible", ("销售员", "Owner"), need="required"),
        Column("region", "text", "区域", "Region", ("地区",)),
        Column("due_date", "date", "应回款日期", "Due_Date"),
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
        Column("payment_id", "text", "回款编号", "Payment_ID"),
        Column(
            "order_id",
            "text",
            "销售单号",
            "Order_ID",
            ("订单编号",),
            need="required",
            refers="orders",
        ),
        Column("paid_amount", "money", "回款金额", "Paid_Amount", need="required", signed=True),
        Column("paid_date", "date", "回款日期", "Paid_Date", need="required", past=True),
    ),
)

PRODUCTS = Table(
    name="products",
    zh="产品表",
    en="Products",
    key=("product",),
    signature=("list_price",),
    columns=(
        Column("product", "text", "产品名称", "Product", ("产品/服务名称",), need="required"),
        Column("product_line", "text", "产品线", "Product_Line"),
        Column("list_price", "money", "产品定价", "List_Price"),
        Column("floor_price", "money", "底价", "Floor_Price", sensitive=True),
    ),
)
