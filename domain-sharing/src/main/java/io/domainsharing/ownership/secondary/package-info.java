// SPDX-License-Identifier: Apache-2.0
/** The servers that hold our mail while this one is away: who they are, what they may, and how they are asked for it. */
@NullMarked
package io.domainsharing.ownership.secondary;

import org.jspecify.annotations.NullMarked;
