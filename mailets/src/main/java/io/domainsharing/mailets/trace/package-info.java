// SPDX-License-Identifier: Apache-2.0
/** What is written on a mail on its way here, what its copies have in common, and whether it goes in a circle. */
@NullMarked
package io.domainsharing.mailets.trace;

import org.jspecify.annotations.NullMarked;
