// SPDX-License-Identifier: Apache-2.0
/** Matchers for a mailet container that shares domains with peers. */
@NullMarked
package io.domainsharing.matchers;

import org.jspecify.annotations.NullMarked;
