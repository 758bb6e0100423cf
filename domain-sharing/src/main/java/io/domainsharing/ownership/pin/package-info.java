// SPDX-License-Identifier: Apache-2.0
/** Addresses whose owner an operator has said, whatever peers say and whatever is remembered. */
@NullMarked
package io.domainsharing.ownership.pin;

import org.jspecify.annotations.NullMarked;
