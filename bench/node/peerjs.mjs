// peerjs-server as npm has it; only the number of clients is out of the way.
import { PeerServer } from 'peer';

PeerServer({ host: '127.0.0.1', port: Number(process.argv[2]), path: '/', concurrent_limit: 1_000_000 });
