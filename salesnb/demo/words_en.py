"""The values that the English spreadsheets hold."""

from salesnb.demo.codes import Words

EN = Words(
    company="Company",
    regions=("East", "South", "North", "Southwest"),
    departments=("East Region", "South Region", "North Region", "Southwest Region"),
    teams=(
        *("East 1", "East 2", "South 1", "South 2"),
        *("North 1", "North 2", "Southwest 1", "Southwest 2"),
    ),
    industries=(
        *("Manufacturing", "Electronics", "Automotive", "Food & beverage", "Pharma"),
        *("Chemicals", "Energy", "Logistics", "IT services"),
    ),
    sources=(
        *("Website form", "Trade show", "Referral", "Reseller", "Online ads"),
        *("Telemarketing", "Social media"),
    ),
    stages=("Lead", "Intent", "Opportunity", "Quote", "Won", "Lost"),
    statuses=("Prospect", "Interested", "Customer", "Lost customer"),
    outcomes=("Won", "Not won", "Lost", "Nurturing"),
    methods=("Phone", "Email", "Visit", "Online", "WeChat"),
    states=("In progress", "Done", "Pending"),
    roles=("Sales rep", "Sales manager", "Department head", "Admin"),
    subjects=("Lead", "Opportunity"),
    metrics=("Sales", "Collections"),
    need_fit=("none", "partial", "full"),
    budget_fit=("short", "matches", "above price"),
    authority=("none", "influences", "decides"),
    urgency=("later", "1-3 months", "within 1 month"),
    flags=("No", "Yes"),
    levels=("Ordinary", "Potential", "Key", "Strategic"),
    lines=("Sensors", "Gateways", "Software", "Services"),
    products=(
        *("Vibration sensor kit", "Pressure & temperature transmitter"),
        *("Edge gateway G200", "Edge gateway G500"),
        *("Asset platform Standard", "Asset platform Enterprise"),
        *("Annual maintenance", "Installation & training"),
    ),
    competitors=("Borealin Automation", "Quaymark IoT", "Helvane Controls"),
    reasons=(
        *("Budget too small", "Competitor cheaper", "Poor fit", "Decision takes too long"),
        *("Project cancelled", "Cannot be reached", "Delivery too slow"),
    ),
    factors=(
        *("Value for money", "Solution fits well", "Quick response", "Recommended by a customer"),
        *("After-sales service", "Successful trial"),
    ),
    titles=(
        *("Purchasing manager", "Maintenance manager", "Managing director", "Head of production"),
        *("IT manager", "Engineer", "Plant manager"),
    ),
    demand_types=("Monitoring", "Data collection", "System upgrade", "Maintenance", "Expansion"),
    needs=(
        "About {n} machines to be monitored; wants a pilot before the roll-out",
        "Asks about {p}; the line has some {n} measuring points",
        "New production line, needs {p} and everything that goes with it",
        "The present system is old and shall be replaced by {p}",
        "The group wants its machines connected, {n} of them; needs a quote",
        "The compressor station uses too much energy; wants to collect and analyse the data",
        "Needs {p}, must work with the existing system",
        "Key motors stop too often, wants early warning for about {n} of them",
        "Asks for price and delivery time of {p}",
        "Warehouse equipment is inspected on paper; wants to do it online",
        "Has a budget next year and wants to know what {p} can do",
        "Bought something similar last year, needs about {n} more for an expansion",
    ),
    notes=(
        "Sensitive to price",
        "Slow to pay, send the invoice early",
        "Purchasing and maintenance decide together",
        "Cares about service response",
        "Buys once a quarter",
        "Has a budget to spend before the year ends",
        "Could become a reference",
    ),
    marketing="Marketing",
    goals=(
        (
            *("Confirm need and budget", "Arrange a technical talk", "Learn who decides"),
            "Find out whether they are interested",
        ),
        (
            *("Get the contract approved", "Confirm the quote", "Meet the decision maker"),
            "Sign before the month ends",
        ),
        (
            *("Regular call", "Ask about purchasing plans", "Introduce new products"),
            "Ask for the payment",
        ),
    ),
)
