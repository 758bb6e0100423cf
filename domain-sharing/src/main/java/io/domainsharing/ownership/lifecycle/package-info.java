// SPDX-License-Identifier: Apache-2.0
/** When what lives as long as James starts, and in which order it is closed. */
@NullMarked
package io.domainsharing.ownership.lifecycle;

import org.jspecify.annotations.NullMarked;
