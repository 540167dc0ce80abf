# Words of the domain: accuracy, status, agreement, units, claims, fields.
accuracy-unknown = accuracy not known
accuracy-unknown-short = not known
accuracy-unknown-long = Nobody has said how exact these data are.
accuracy-schematic = schematic
accuracy-schematic-short = schematic
accuracy-schematic-long = Schematic: drawn for illustration, no legal value.
accuracy-indicative = indicative
accuracy-indicative-short = indicative
accuracy-indicative-long = Indicative: a real published limit, not legally exact.
accuracy-digitised = digitised
accuracy-digitised-short = digitised
accuracy-digitised-long = Traced from an official drawing.
accuracy-surveyed = surveyed
accuracy-surveyed-short = surveyed
accuracy-surveyed-long = Measured in the field.

plan-status-approved = approved
plan-status-decision-unknown = decision not known
plan-status-not-published = not published
plan-status-draft = being drawn up
plan-status-superseded = superseded

agreement-agree = plans agree
agreement-agree-long = The plans agree here by the table of conforming classes.
agreement-conditional = agree with conditions
agreement-conditional-long = They agree under the conditions of the table.
agreement-conflict = plans conflict
agreement-conflict-long = The classes of the plans conflict here by the table.
agreement-unmapped = not compared
agreement-unmapped-long = The table does not have this pair of classes; nothing is assumed.
agreement-single = one plan
agreement-single-long = Only one plan speaks here.
agreement-none = no plan
agreement-none-long = No plan speaks here.

unit-kind-ward = Ward
unit-kind-commune = Commune
unit-kind-township = Township
unit-new = { $name } (new)
unit-old = { $name } (old)

not-stated = not stated
confidence-a = Confidence A: official text or government site
confidence-b = Confidence B: reputable press, two independent sources that agree, or reproducible
confidence-c = Confidence C: one secondary source
confidence-d = Confidence D: inference

severity-error = error
severity-warning = warning
severity-note = note

# Units of claims.
unit-ha = ha
unit-m = m
unit-m2 = m²
unit-people = people
unit-bn-vnd = bn VND
unit-passengers-per-year = passengers a year

# What claims are about.
claim-area = Area
claim-area-increase = Increase in area
claim-aerodrome-class = Aerodrome class
claim-aerodrome-codes = Aerodrome codes
claim-capacity = Capacity
claim-capital = Capital
claim-elevation = Elevation
claim-investor = Investor
claim-limits = Limits
claim-location = Location
claim-mention = Mentioned
claim-operation = Operation
claim-phases = Phases
claim-population = Population
claim-runway = Runway
claim-runway-length = Runway length
claim-state = State
claim-use = Use

# Fields of the bundled layers.
field-area-m2 = Area on file, m²
field-class = Land-use class
field-code = Code
field-density-pct = Building density, %
field-floor-area-ratio = Floor-area ratio
field-id = Site id
field-key = Unit key
field-kind = Rank
field-lot = Lot code
field-name = Name
field-part = Part
field-phase = Phase
field-population = Population
field-rank = Importance
field-storeys-max = Most storeys
field-storeys-min = Fewest storeys
field-zone = Zone
value-phase-first = first phase
value-phase-long = long term
value-part-limit = limit
value-part-marker = marker
value-part-reference = reference point
value-part-runway = runway
