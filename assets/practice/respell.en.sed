# What espeak-ng's English reads wrongly, written as it is said.
s/\bAasen\b/Awsen/g
s/\bLunde\b/Loonda/g
s/\bIda\b/Eeda/g
s/\bNordvik\b/Nordvick/g
