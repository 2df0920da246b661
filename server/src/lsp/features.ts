import type { Server } from './server.ts';

export function listenForFeatureRequests(_server: Server): void {}
