/** FEP-1985: the order of a collection, said in the collection. */
export const ORDER_OLDEST_FIRST = "https://w3id.org/fep/1985/ForwardChronological";
export const ORDER_NEWEST_FIRST = "https://w3id.org/fep/1985/ReverseChronological";
