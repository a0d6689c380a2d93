// The least a relay on node's `ws` can do: decode each frame, find the receivers, pass the frame on, acknowledge.
// Says what it serves as the other relays of the bench do: login, verto.subscribe, verto.info, verto.broadcast.
import { WebSocketServer } from 'ws';

const ACK = Buffer.from('{"jsonrpc":"2.0","id":1,"result":{"message":"SENT"}}');
const clients = new Map();
const rooms = new Map();

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), perMessageDeflate: false, backlog: 4096 });
server.on('connection', (socket) => {
  let name = '';
  socket.on('message', (data) => {
    const { method, params } = JSON.parse(data);
    if (method === 'verto.info') {
      clients.get(params.msg.to)?.send(data, { binary: false });
    } else if (method === 'verto.broadcast') {
      for (const member of rooms.get(params.eventChannel) ?? []) member.send(data, { binary: false });
    } else if (method === 'login') {
      name = params.login;
      clients.set(name, socket);
    } else if (method === 'verto.subscribe') {
      if (!rooms.has(params.eventChannel)) rooms.set(params.eventChannel, new Set());
      rooms.get(params.eventChannel).add(socket);
    }
    socket.send(ACK, { binary: false });
  });
  socket.on('close', () => {
    if (clients.get(name) === socket) clients.delete(name);
    for (const room of rooms.values()) room.delete(socket);
  });
  socket.on('error', () => socket.terminate());
});
