<?php
$exemptDropdowns[] = 'sales_stage_dom';
$exemptDropdowns[] = 'sales_probability_dom';
$app_list_strings['sales_stage_dom']['pb_machine_sales__lead'] = 'Lead';
$app_list_strings['sales_probability_dom']['pb_machine_sales__lead'] = '0';
$app_list_strings['sales_stage_dom']['pb_machine_sales__qualified'] = 'Qualified';
$app_list_strings['sales_probability_dom']['pb_machine_sales__qualified'] = '15';
$app_list_strings['sales_stage_dom']['pb_machine_sales__trial'] = 'Trial';
$app_list_strings['sales_probability_dom']['pb_machine_sales__trial'] = '45';
$app_list_strings['sales_stage_dom']['pb_machine_sales__signing'] = 'Signing';
$app_list_strings['sales_probability_dom']['pb_machine_sales__signing'] = '90';
$app_list_strings['sales_stage_dom']['pb_machine_sales__at_risk'] = 'At risk';
$app_list_strings['sales_probability_dom']['pb_machine_sales__at_risk'] = '90';
$app_list_strings['sales_stage_dom']['pb_machine_sales__running'] = 'In service';
$app_list_strings['sales_probability_dom']['pb_machine_sales__running'] = '100';
$app_list_strings['sales_stage_dom']['pb_machine_sales__duplicate'] = 'Duplicate';
$app_list_strings['sales_probability_dom']['pb_machine_sales__duplicate'] = '0';
$app_list_strings['sales_stage_dom']['pb_machine_sales__fridge'] = 'Fridge';
$app_list_strings['sales_probability_dom']['pb_machine_sales__fridge'] = '0';
$app_list_strings['pb_loss_reason_list'] = array(
    '' => '',
    'price' => 'Price',
    'discount' => 'Price: Wanted a discount',
    'silent' => 'No answer',
    'no-need' => 'No need',
);
$app_list_strings['pb_region_list'] = array(
    '' => '',
    'eu' => 'Europe',
    'us' => 'America',
    'asia' => 'Asia & "the rest"',
);
$app_list_strings['pb_has_site_list'] = array(
    '' => '',
    'yes' => 'Yes',
    'no' => 'No',
);
$app_list_strings['pb_uses_list'] = array(
    'steel' => 'Steel',
    'alu' => 'Aluminium',
    'wood' => 'Wood',
);
$app_list_strings['pb_bant__signs_list'] = array(
    '' => '',
    'yes' => 'Yes',
    'no' => 'No',
);
$app_list_strings['pb_bant__plant_list'] = array(
    '' => '',
    'new-hall' => 'New hall',
    'old-hall' => 'Old hall',
);
$app_list_strings['pb_audit__papers_there_list'] = array(
    '' => '',
    'yes' => 'Yes',
    'no' => 'No',
);
