// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domainsharing.distribution;

import org.jspecify.annotations.NullMarked;
