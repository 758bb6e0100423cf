// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domainsharing.matchers;

import org.jspecify.annotations.NullMarked;
