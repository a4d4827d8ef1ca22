export function threadClock(thread: number): () => bigint;
