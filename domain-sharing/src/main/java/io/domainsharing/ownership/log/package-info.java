// SPDX-License-Identifier: Apache-2.0
/** How often a line may be logged. */
@NullMarked
package io.domainsharing.ownership.log;

import org.jspecify.annotations.NullMarked;
