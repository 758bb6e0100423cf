// SPDX-License-Identifier: Apache-2.0
/** Rules about what domainsharing.xml says, with the peers added at run time, and about what James knows of its domains. */
@NullMarked
package io.domainsharing.findings.sharing;

import org.jspecify.annotations.NullMarked;
