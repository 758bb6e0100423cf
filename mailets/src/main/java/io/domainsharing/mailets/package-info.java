// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domainsharing.mailets;

import org.jspecify.annotations.NullMarked;
