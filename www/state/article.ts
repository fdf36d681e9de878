/** Where the article is, for links to it; null where nobody has said so, as on another's page. */
export const article: { address: string | null } = { address: null };
