// How the picture of a saga looks, in a page and alone.

export const pictureStyle = '';
