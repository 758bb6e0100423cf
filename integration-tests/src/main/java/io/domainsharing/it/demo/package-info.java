// SPDX-License-Identifier: Apache-2.0
/** What {@code ./demo} shows. */
@NullMarked
package io.domainsharing.it.demo;

import org.jspecify.annotations.NullMarked;
