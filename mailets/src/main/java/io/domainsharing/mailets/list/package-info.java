// SPDX-License-Identifier: Apache-2.0
/** Posts to lists that several servers have members of: who gets a copy, and which copy is the second. */
@NullMarked
package io.domainsharing.mailets.list;

import org.jspecify.annotations.NullMarked;
