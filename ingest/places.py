"""English and Welsh authorities by place: names that a question may use of no known report.

A question on a place without a report must not be answered from a report on another.
"""

_LONDON = (
    "Barking and Dagenham, Barnet, Bexley, Brent, Bromley, Camden, Croydon, Ealing, Enfield, "
    "Greenwich, Hackney, Hammersmith and Fulham, Haringey, Harrow, Havering, Hillingdon, Hounslow, "
    "Islington, Kensington and Chelsea, Kingston upon Thames, Lambeth, Lewisham, Merton, Newham, "
    "Redbridge, Richmond upon Thames, Southwark, Sutton, Tower Hamlets, Waltham Forest, "
    "Wandsworth, Westminster, City of London"
)
_METROPOLITAN = (
    "Barnsley, Birmingham, Bolton, Bradford, Bury, Calderdale, Coventry, Doncaster, Dudley, "
    "Gateshead, Kirklees, Knowsley, Leeds, Liverpool, Manchester, Newcastle upon Tyne, "
    "North Tyneside, Oldham, Rochdale, Rotherham, Salford, Sandwell, Sefton, Sheffield, Solihull, "
    "South Tyneside, St Helens, Stockport, Sunderland, Tameside, Trafford, Wakefield, Walsall, "
    "Wigan, Wirral, Wolverhampton"
)
_UNITARY = (
    "Bath and North East Somerset, Bedford, Blackburn with Darwen, Blackpool, "
    "Christchurch, Bracknell Forest, Brighton and Hove, Bristol, "
    "Buckinghamshire, Central Bedfordshire, Cheshire East, Cheshire West and Chester, Cornwall, "
    "Cumberland, Darlington, Derby, Dorset, Durham, East Riding of Yorkshire, Halton, Hartlepool, "
    "Herefordshire, Isle of Wight, Isles of Scilly, Hull, Kingston upon Hull, Leicester, Luton, "
    "Medway, Middlesbrough, Milton Keynes, North East Lincolnshire, North Lincolnshire, "
    "North Northamptonshire, North Somerset, North Yorkshire, Northumberland, Nottingham, "
    "Peterborough, Plymouth, Portsmouth, Reading, Redcar and Cleveland, Rutland, Shropshire, "
    "Slough, Somerset, South Gloucestershire, Southampton, Southend-on-Sea, Stockton-on-Tees, "
    "Stoke-on-Trent, Swindon, Telford and Wrekin, Thurrock, Torbay, Warrington, West Berkshire, "
    "West Northamptonshire, Westmorland and Furness, Wiltshire, Windsor and Maidenhead, "
    "Wokingham, York"
)
_COUNTIES = (
    "Cambridgeshire, Derbyshire, Devon, East Sussex, Essex, Gloucestershire, Hampshire, "
    "Hertfordshire, Kent, Lancashire, Leicestershire, Lincolnshire, Norfolk, Northamptonshire, "
    "Nottinghamshire, Oxfordshire, Staffordshire, Suffolk, Surrey, Warwickshire, West Sussex, "
    "Worcestershire, Cumbria, Cleveland, Merseyside, Tyneside, Teesside, Bedfordshire, Berkshire"
)
_WALES = (
    "Anglesey, Blaenau Gwent, Bridgend, Caerphilly, Cardiff, Carmarthenshire, Ceredigion, Conwy, "
    "Denbighshire, Flintshire, Gwynedd, Merthyr Tydfil, Monmouthshire, Neath Port Talbot, "
    "Newport, Pembrokeshire, Powys, Rhondda Cynon Taf, Swansea, Torfaen, Vale of Glamorgan, "
    "Wrexham"
)
# Parts by which longer names go for short.
_SHORT = (
    "Telford, Windsor, Stoke, Newcastle, Brighton, Bournemouth, Poole, Southend, Stockton, "
    "Blackburn, Redcar, Kingston, Richmond, Kensington, Hammersmith, Barking, Dagenham"
)
PLACES: tuple[str, ...] = tuple(
    place
    for names in (_LONDON, _METROPOLITAN, _UNITARY, _COUNTIES, _WALES, _SHORT)
    for place in names.split(", ")
)
