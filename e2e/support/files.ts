// Files to choose: small, and beginning as files of their type do, which the page and the hub look at.

const BEGINS: Record<string, number[]> = {
  "image/png": [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  "video/mp4": [0, 0, 0, 0x18, 0x66, 0x74, 0x79, 0x70],
  "application/pdf": [0x25, 0x50, 0x44, 0x46, 0x2d],
};

export function sample(name: string, mimeType: string, bytes = 2_000) {
  const begins = Buffer.from(BEGINS[mimeType] ?? []);
  return { name, mimeType, buffer: Buffer.concat([begins, Buffer.alloc(bytes - begins.length, 7)]) };
}
