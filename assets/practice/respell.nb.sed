# What espeak-ng's Norwegian reads wrongly, written as it is said. Applied word by word before rendering.
s/\b([Mm]øt|[Nn]ummer|[Rr]egnskap|[Kk]ontor|[Bb]eløp|[Ss]var|[Ll]ager|[Ff]irma|[Ss]kip|[Nn]avn|[Kk]rav|[Ss]tyremøt)et\b/\1e/g
s/\b([Nn])umme/\1omme/g
s/\bog\b/å/g
s/\bOg\b/Å/g
s/\bmeg\b/mei/g
s/\bdeg\b/dei/g
s/\bseg\b/sei/g
s/\b([Gg])od dag\b/\1o dag/g
s/\bgjerne\b/jærne/g
s/\bGjerne\b/Jærne/g
s/Sørlie/Sørli/g
s/\bAasen\b/Åsen/g
s/\bHaugsvær\b/Haugs vær/g
