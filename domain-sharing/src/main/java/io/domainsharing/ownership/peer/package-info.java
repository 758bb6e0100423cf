// SPDX-License-Identifier: Apache-2.0
/** The peers and how they are asked: Minger behind a gate and a circuit breaker per peer. */
@NullMarked
package io.domainsharing.ownership.peer;

import org.jspecify.annotations.NullMarked;
