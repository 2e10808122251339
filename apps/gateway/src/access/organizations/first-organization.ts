/** There from the start; its owners run the installation. */
export const FIRST_ORGANIZATION = 'default';
