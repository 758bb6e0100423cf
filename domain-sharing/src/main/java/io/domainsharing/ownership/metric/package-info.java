// SPDX-License-Identifier: Apache-2.0
/** The metrics of this room, and what the metrics of every room are made with. */
@NullMarked
package io.domainsharing.ownership.metric;

import org.jspecify.annotations.NullMarked;
