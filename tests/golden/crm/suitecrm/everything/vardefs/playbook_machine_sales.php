<?php
$dictionary['Opportunity']['fields']['pb_machine_c']['help'] = 'The type, as on its plate';
$dictionary['Opportunity']['fields']['pb_bant__signs_c']['help'] = 'Why: Nobody else can';
$dictionary['Opportunity']['fields']['pb_bant__urgency_c']['help'] = 'Listen for: A date Why now?';
$dictionary['Opportunity']['fields']['pb_loss_reason_c']['logic'] = array(
    'required' => array(
        'key' => 'required',
        'modes' => array(
            'edit',
            'create',
        ),
        'params' => array(
            'fieldDependencies' => array(
                'sales_stage',
            ),
            'activeOnFields' => array(
                'sales_stage' => array(
                    'Closed Lost',
                ),
            ),
        ),
    ),
);
$dictionary['Opportunity']['fields']['pb_region_c']['logic'] = array(
    'required' => array(
        'key' => 'required',
        'modes' => array(
            'edit',
            'create',
        ),
        'params' => array(
            'fieldDependencies' => array(
                'sales_stage',
            ),
            'activeOnFields' => array(
                'sales_stage' => array(
                    'pb_machine_sales__trial',
                    'pb_machine_sales__signing',
                    'pb_machine_sales__at_risk',
                    'Closed Won',
                    'pb_machine_sales__running',
                ),
            ),
        ),
    ),
);
$dictionary['Opportunity']['fields']['pb_machine_c']['logic'] = array(
    'required' => array(
        'key' => 'required',
        'modes' => array(
            'edit',
            'create',
        ),
        'params' => array(
            'fieldDependencies' => array(
                'sales_stage',
            ),
            'activeOnFields' => array(
                'sales_stage' => array(
                    'Closed Lost',
                ),
            ),
        ),
    ),
);
$dictionary['Opportunity']['fields']['pb_pain_c']['logic'] = array(
    'required' => array(
        'key' => 'required',
        'modes' => array(
            'edit',
            'create',
        ),
        'params' => array(
            'fieldDependencies' => array(
                'sales_stage',
            ),
            'activeOnFields' => array(
                'sales_stage' => array(
                    'pb_machine_sales__trial',
                    'pb_machine_sales__signing',
                    'pb_machine_sales__at_risk',
                    'Closed Won',
                    'pb_machine_sales__running',
                ),
            ),
        ),
    ),
);
$dictionary['Opportunity']['fields']['pb_budget_c']['logic'] = array(
    'required' => array(
        'key' => 'required',
        'modes' => array(
            'edit',
            'create',
        ),
        'params' => array(
            'fieldDependencies' => array(
                'sales_stage',
            ),
            'activeOnFields' => array(
                'sales_stage' => array(
                    'pb_machine_sales__trial',
                    'pb_machine_sales__signing',
                    'pb_machine_sales__at_risk',
                    'Closed Won',
                    'pb_machine_sales__running',
                ),
            ),
        ),
    ),
);
$dictionary['Opportunity']['fields']['pb_signed_on_c']['logic'] = array(
    'required' => array(
        'key' => 'required',
        'modes' => array(
            'edit',
            'create',
        ),
        'params' => array(
            'fieldDependencies' => array(
                'sales_stage',
            ),
            'activeOnFields' => array(
                'sales_stage' => array(
                    'Closed Won',
                    'pb_machine_sales__running',
                ),
            ),
        ),
    ),
);
