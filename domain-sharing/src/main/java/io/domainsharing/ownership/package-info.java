// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domainsharing.ownership;

import org.jspecify.annotations.NullMarked;
