<?php
$dictionary['Opportunity']['fields']['pb_hang_ye_c']['logic'] = array(
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
                    'pb_zhi_zao_xiao_shou__he_tong',
                    'Closed Won',
                ),
            ),
        ),
    ),
);
