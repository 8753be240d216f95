# Puts sources together so that clang-tidy reads their common headers once: one line a unit, its
# files between spaces. Sources that give the same name to things of their own (in an unnamed
# namespace, or by `using` outside of every function) cannot stand in one unit.
# usage: awk -v most=FILES -f tidy_units.awk SOURCE...

# The name that a line at the left margin declares, or "". A function's comes with its parameters:
# two of a name may overload each other.
function declared(line,   parameters) {
  if (line !~ /^[A-Za-z]/) return ""
  sub(/^template <[^;]*>[ ]*/, "", line)
  if (match(line, /^[^={]*[A-Za-z_0-9]\([^(]/)) {
    parameters = substr(line, RLENGTH)
    sub(/\).*/, "", parameters)
    gsub(/[a-zA-Z_0-9]+(,|$)| /, "", parameters)  # their names
  }
  sub(/[ ]*(\(|=|\{|;| : ).*/, "", line)  # what stands before a list, a value or a body
  sub(/\[.*/, "", line)
  if (match(line, /[A-Za-z_0-9]+$/)) return substr(line, RSTART) parameters
  return ""
}

FNR == 1 { file = FILENAME; files[++count] = file; space = ""; depth = 0 }
/^namespace [A-Za-z_:]+ \{/ { space = $2; next }
/^namespace \{/ { depth = 1; next }
/^\}  \/\/ namespace$/ { depth = 0; next }
depth || /^(static|using [A-Za-z]+ =) / {
  name = declared($0)
  if (name != "") names[file] = names[file] " " space "::" name
  line = $0  # a line may declare several constants
  while (match(line, /k[A-Z][A-Za-z0-9]*( =|\{|\[)/)) {
    name = substr(line, RSTART, RLENGTH)
    sub(/ =|\{|\[/, "", name)
    names[file] = names[file] " " space "::" name
    line = substr(line, RSTART + RLENGTH)
  }
}

END {
  for (i = 1; i <= count; ++i) {
    n = split(names[files[i]], own, " ")
    for (unit = 1; ; ++unit) {
      if (size[unit] >= most) continue
      for (k = 1; k <= n; ++k) if ((unit, own[k]) in taken) break
      if (k > n) break
    }
    for (k = 1; k <= n; ++k) taken[unit, own[k]] = 1
    units[unit] = units[unit] files[i] " "
    ++size[unit]
    if (unit > last) last = unit
  }
  for (unit = 1; unit <= last; ++unit) print units[unit]
}
