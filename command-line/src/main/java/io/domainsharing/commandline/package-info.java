// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domainsharing.commandline;

import org.jspecify.annotations.NullMarked;
