// SPDX-License-Identifier: Apache-2.0
/** The audit, and how often a line may be logged. */
@NullMarked
package io.domainsharing.ownership.log;

import org.jspecify.annotations.NullMarked;
