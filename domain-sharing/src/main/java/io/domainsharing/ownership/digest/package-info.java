// SPDX-License-Identifier: Apache-2.0
/** What peers have said of all their addresses at once, what that is worth, and what this server says of its own (docs/adr/0046). */
@NullMarked
package io.domainsharing.ownership.digest;

import org.jspecify.annotations.NullMarked;
