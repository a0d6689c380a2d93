-- Percent-encoding (RFC 3986 section 2.1): every byte but the unreserved ones. The same vectors as for Python's `quote`.

local percent = {}

function percent.encode(text)
  return (text:gsub("[^A-Za-z0-9%-._~]", function(character)
    return string.format("%%%02X", character:byte())
  end))
end

-- Joins {name, value} pairs to the body of a form.
function percent.form(fields)
  local parts = {}
  for index, field in ipairs(fields) do
    parts[index] = percent.encode(field[1]) .. "=" .. percent.encode(field[2])
  end
  return table.concat(parts, "&")
end

return percent
