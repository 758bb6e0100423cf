// SPDX-License-Identifier: Apache-2.0
/** The pages of {@code docs/} as tests read them. */
@NullMarked
package io.domainsharing.ownership.document;

import org.jspecify.annotations.NullMarked;
