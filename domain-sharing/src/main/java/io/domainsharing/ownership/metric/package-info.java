// SPDX-License-Identifier: Apache-2.0
/** The names under which James's metric registry shows this room. */
@NullMarked
package io.domainsharing.ownership.metric;

import org.jspecify.annotations.NullMarked;
