// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domainsharing.james;

import org.jspecify.annotations.NullMarked;
