// SPDX-License-Identifier: Apache-2.0
/** The mail that waits here, for those who look at it or have it tried now. */
@NullMarked
package io.domainsharing.ownership.waiting;

import org.jspecify.annotations.NullMarked;
