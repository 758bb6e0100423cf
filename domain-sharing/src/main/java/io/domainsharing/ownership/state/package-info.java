// SPDX-License-Identifier: Apache-2.0
/** What the nodes of one site share: entries that are set by one of them at a time, and what they tell each other. */
@NullMarked
package io.domainsharing.ownership.state;

import org.jspecify.annotations.NullMarked;
