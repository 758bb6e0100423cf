// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domainsharing.minger.cli;

import org.jspecify.annotations.NullMarked;
