"""Bodies known without any configuration: police forces, inspectorates and their other names."""

_FORCES = (
    "Avon and Somerset Police, Bedfordshire Police, Cambridgeshire Constabulary, Cheshire "
    "Constabulary, City of London Police, Cleveland Police, Cumbria Constabulary, Derbyshire "
    "Constabulary, Devon and Cornwall Police, Dorset Police, Durham Constabulary, Dyfed-Powys "
    "Police, Essex Police, Gloucestershire Constabulary, Gwent Police, Hampshire and Isle of "
    "Wight Constabulary, Hertfordshire Constabulary, Humberside Police, Kent Police, Lancashire "
    "Constabulary, Leicestershire Police, Lincolnshire Police, Merseyside Police, Norfolk "
    "Constabulary, North Wales Police, North Yorkshire Police, Northamptonshire Police, "
    "Northumbria Police, Nottinghamshire Police, South Wales Police, South Yorkshire Police, "
    "Staffordshire Police, Suffolk Constabulary, Surrey Police, Sussex Police, Thames Valley "
    "Police, Warwickshire Police, West Mercia Police, West Midlands Police, West Yorkshire "
    "Police, Wiltshire Police, Police Scotland"
).split(", ")

SUBJECTS: dict[str, list[str]] = {
    "Metropolitan Police Service": [
        "Met",
        "the Met",
        "MPS",
        "Met Police",
        "Metropolitan Police",
        "Metropolitan Police Force",
        "Scotland Yard",
        "New Scotland Yard",
    ],
    # Authorities that go by more than one name.
    "Kingston upon Hull": ["Hull", "Hull City Council", "Kingston-upon-Hull"],
    "Newcastle upon Tyne": ["Newcastle City Council", "Newcastle-upon-Tyne"],
    "Newcastle-under-Lyme": ["Newcastle under Lyme"],
    "Kingston upon Thames": ["Kingston-upon-Thames"],
    "Richmond upon Thames": ["Richmond-upon-Thames"],
    "Greater Manchester Police": ["GMP"],
    "Police Service of Northern Ireland": ["PSNI"],
    "British Transport Police": ["BTP"],
    "Civil Nuclear Constabulary": ["CNC"],
    "National Crime Agency": ["NCA"],
    **{name: [] for name in _FORCES},
    "Hampshire and Isle of Wight Constabulary": ["Hampshire Constabulary"],
    "Avon and Somerset Police": ["Avon and Somerset Constabulary"],
    "Devon and Cornwall Police": ["Devon & Cornwall Police", "Devon and Cornwall Constabulary"],
}

PUBLISHERS: dict[str, list[str]] = {
    "HMICFRS": [
        "HMIC",
        "HMI Constabulary",
        "HMI Constabulary and Fire & Rescue Services",
        "HMI Constabulary & Fire & Rescue Services",
        "HM Inspectorate of Constabulary",
        "His Majesty’s Inspectorate of Constabulary",
        "Her Majesty’s Inspectorate of Constabulary",
        "His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services",
        "Her Majesty’s Inspectorate of Constabulary and Fire & Rescue Services",
        "His Majesty’s Inspectorate of Constabulary and Fire and Rescue Services",
        "Her Majesty’s Inspectorate of Constabulary and Fire and Rescue Services",
    ],
    "Ofsted": [
        "Office for Standards in Education",
        "Office for Standards in Education, Children’s Services and Skills",
    ],
    "Care Quality Commission": ["CQC"],
    "HMI Probation": [
        "HM Inspectorate of Probation",
        "HMIP",
        "HMI Prob",
        "His Majesty’s Inspectorate of Probation",
        "Her Majesty’s Inspectorate of Probation",
    ],
    "HMI Prisons": [
        "HM Inspectorate of Prisons",
        "His Majesty’s Inspectorate of Prisons",
        "Her Majesty’s Inspectorate of Prisons",
    ],
    "UK Supreme Court": [
        "UKSC",
        "United Kingdom Supreme Court",
        "The Supreme Court of the United Kingdom",
    ],
    "Judicial Committee of the Privy Council": ["JCPC", "UKPC"],
    "Independent Office for Police Conduct": ["IOPC"],
    "Home Office": [],
    "Ministry of Justice": ["MoJ"],
    "Department for Education": ["DfE"],
    "Department of Health and Social Care": ["DHSC", "Department of Health & Social Care"],
    "Department of Health": [],
    "Department for Work and Pensions": ["DWP", "Department for Work & Pensions"],
    "Department for Transport": ["DfT"],
    "Department for Environment, Food and Rural Affairs": [
        "Defra",
        "Department for Environment, Food & Rural Affairs",
    ],
    "Department for Culture, Media and Sport": ["DCMS"],
    "Department for Business and Trade": ["DBT"],
    "HM Treasury": ["HMT"],
    "HM Revenue and Customs": ["HMRC", "HM Revenue & Customs"],
    "Cabinet Office": [],
    "Ministry of Defence": ["MoD"],
    "Foreign, Commonwealth and Development Office": [
        "FCDO",
        "Foreign, Commonwealth & Development Office",
    ],
    "Environment Agency": [],
    "Competition and Markets Authority": ["CMA"],
    "Parliamentary and Health Service Ombudsman": ["PHSO"],
    "Local Government and Social Care Ombudsman": ["LGSCO"],
    "Prisons and Probation Ombudsman": ["PPO"],
    "National Audit Office": ["NAO"],
}

# Whose pages a web address holds, where the page itself does not say.
HOSTS: dict[str, str] = {
    "ofsted.gov.uk": "Ofsted",
    "hmicfrs.justiceinspectorates.gov.uk": "HMICFRS",
    "justiceinspectorates.gov.uk": "HMICFRS",
    "cqc.org.uk": "Care Quality Commission",
    "supremecourt.uk": "UK Supreme Court",
    "gov.uk": "GOV.UK",
}
