// Puts pictures side by side at half their size: returns the sheet as WebP, in Base64.
async (pictures) => {
  const [SCALE, GAP, QUALITY] = [0.5, 16, 0.72];
  const images = await Promise.all(pictures.map(async (source) => createImageBitmap(await (await fetch(source)).blob())));
  const sizes = images.map(({ width, height }) => ({ width: Math.round(width * SCALE), height: Math.round(height * SCALE) }));
  const canvas = new OffscreenCanvas(
    sizes.reduce((sum, { width }) => sum + width + GAP, GAP),
    Math.max(...sizes.map(({ height }) => height)) + 2 * GAP,
  );
  const pen = canvas.getContext('2d');
  pen.fillStyle = '#8a9496';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.imageSmoothingQuality = 'high';
  images.reduce((x, image, index) => {
    const { width, height } = sizes[index];
    pen.drawImage(image, x, GAP, width, height);
    return x + width + GAP;
  }, GAP);
  const blob = await canvas.convertToBlob({ type: 'image/webp', quality: QUALITY });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
