-- Disconnect and punt: what is forgotten, and what a late one must leave alone.

local cast = require("cast")
local fake = require("fake_freeswitch")
local proof = require("proof")

local alice, bob = cast.alice, cast.bob

local test = proof.with(function()
  fake.reset()
  cast.approve(alice)
  cast.approve(bob)
end)

local function hang_up(login, address)
  local headers = {verto_profile_name = "peers", verto_client_address = address, verto_login = login}
  cast.hear("verto::client_disconnect", fake.event(headers))
  fake.run_started()
end

local function punt(sessid)
  local said = ""
  local stream = {
    write = function(_, text)
      said = said .. text
    end,
  }
  fake.run("verto_punt.lua", {argv = {sessid}, stream = stream})
  return said
end

test("the newest socket's end is recorded and posted", function()
  hang_up(alice.login .. "@pbx", alice.address)
  proof.equal(cast.is_known(alice), false)
  proof.equal(cast.is_known(bob), true)
  proof.equal(#fake.curls, 1)
  local body = " post action%3Dverto-disconnect%26login%3D" .. alice.login .. "%26address%3D127.0.0.1%253A40001"
  proof.equal(fake.curls[1]:sub(-#body), body)
end)

test("a late one leaves the new socket alone", function()
  fake.hash["addr/" .. alice.login] = "127.0.0.1:50000"
  hang_up(alice.login .. "@pbx", alice.address)
  proof.equal(fake.hash["sess/" .. alice.sessid] ~= nil, true)
  proof.equal(fake.hash["peer/" .. alice.login] ~= nil, true)
  proof.equal(fake.curls, {})
end)

test("sockets that never logged in, and odd logins, start nothing", function()
  for _, login in ipairs({"", alice.login, alice.login .. "@elsewhere", "root@pbx", alice.login:upper() .. "@pbx"}) do
    hang_up(login, alice.address)
  end
  hang_up(nil, alice.address)
  hang_up(alice.login .. "@pbx", nil)
  hang_up(alice.login .. "@pbx", "127.0.0.1:1 x")
  proof.equal(fake.curls, {})
  proof.equal(cast.is_known(alice), true)
end)

test("a socket that logged in as another leaves for whom it was approved", function()
  hang_up(bob.login .. "@pbx", alice.address)
  proof.equal(cast.is_known(alice), false)
  proof.equal(cast.is_known(bob), true)
  proof.equal(#fake.curls, 1)
end)

test("the project being away does not keep a record alive", function()
  fake.answer = function()
    return '{"exit_code":"28","status_code":"0","headers":[]}'
  end
  hang_up(alice.login .. "@pbx", alice.address)
  proof.equal(cast.is_known(alice), false)
end)

test("a punt takes all rights and all records away", function()
  proof.equal(punt(alice.sessid), "+OK\n")
  proof.equal(cast.rights(alice), "")
  proof.equal(cast.is_known(alice), false)
  proof.equal(cast.is_known(bob), true)
end)

test("a punt of a session nobody approved takes what the directory gave", function()
  fake.hash = {}
  proof.equal(punt(alice.sessid), "+OK\n")
  proof.equal(cast.rights(alice), "")
end)

test("a punt of nobody says so, and forgets what was left", function()
  fake.sockets = {}
  proof.equal(punt(alice.sessid), "-ERR no such session\n")
  proof.equal(cast.is_known(alice), false)
end)

test("a punt leaves a newer session of the same client alone", function()
  fake.hash["peer/" .. alice.login] = bob.sessid .. "." .. cast.OURS
  proof.equal(punt(alice.sessid), "+OK\n")
  proof.equal(fake.hash["peer/" .. alice.login], bob.sessid .. "." .. cast.OURS)
  proof.equal(fake.hash["addr/" .. alice.login], alice.address)
  proof.equal(fake.hash["sess/" .. alice.sessid], nil)
end)

test("only a UUID can be punted", function()
  for _, text in ipairs({"", "x", alice.sessid:upper(), alice.sessid .. "'", "x methods verto.info", ("s"):rep(900000)}) do
    proof.equal(punt(text), "-ERR usage: verto_punt <sessid>\n")
  end
  proof.equal(punt(nil), "-ERR usage: verto_punt <sessid>\n")
  proof.equal(cast.is_known(alice), true)
end)
