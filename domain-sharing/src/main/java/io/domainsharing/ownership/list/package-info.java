// SPDX-License-Identifier: Apache-2.0
/** Posts to lists that live on several servers: which copies the members had already. */
@NullMarked
package io.domainsharing.ownership.list;

import org.jspecify.annotations.NullMarked;
