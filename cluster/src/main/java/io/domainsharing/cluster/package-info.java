// SPDX-License-Identifier: Apache-2.0
/**
 * What the nodes of one site share, in the database and over the broker that James has. A class that names one of these is loaded
 * only where James has it.
 */
@NullMarked
package io.domainsharing.cluster;

import org.jspecify.annotations.NullMarked;
