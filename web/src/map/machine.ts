// What the machine can draw: whether there is WebGL, and whether the processor has to do it.

export type Drawing = 'none' | 'processor' | 'card';

const BY_PROCESSOR = /swiftshader|llvmpipe|softpipe|software|basic render/i;

let known: Drawing | null = null;

/** Found out once, with a canvas that is given back at once. */
export function drawing(): Drawing {
  known ??= found();
  return known;
}

function found(): Drawing {
  try {
    const gl = document.createElement('canvas').getContext('webgl2');
    if (!gl) return 'none';
    const info = gl.getExtension('WEBGL_debug_renderer_info');
    const name = String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER));
    gl.getExtension('WEBGL_lose_context')?.loseContext();
    return BY_PROCESSOR.test(name) ? 'processor' : 'card';
  } catch {
    return 'none';
  }
}

/** Whether the world is a globe: as chosen, else where a graphics card draws it; a processor takes thrice as long. */
export const isGlobe = (flat: boolean | null): boolean => (flat === null ? drawing() === 'card' : !flat);
